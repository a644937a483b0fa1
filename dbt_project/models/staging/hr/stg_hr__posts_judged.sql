{%- set faults = [
    ('post_unit_unknown', 'unit_name is null', 'organisation_unit_id', 'null'),
    ('post_role_family_unknown', 'role_name is null', 'role_family', 'null'),
    ('post_establishment_unknown', 'is_established is null', 'flag_text', 'null'),
    ('post_start_unreadable', 'established_date is null', 'established_on', 'null'),
    ('post_end_unreadable', "disestablished_date is null and disestablished_on != ''",
        'disestablished_on', 'null'),
    ('post_ended_before_start', 'disestablished_date < established_date',
        'disestablished_on', 'established_on'),
] -%}

with decoded as (
    select
        posts.*,
        units.name as unit_name,
        codes.code_name as role_name,
        {{ means('codes.meanings', 'specialist') }} as is_specialist
    from {{ ref('stg_hr__posts') }} as posts
    left join {{ ref('stg_reference__organisation_units') }} as units
        on posts.organisation_unit_id = units.organisation_unit_id
    left join {{ ref('stg_reference__source_codes') }} as codes
        on
            posts.role_family = codes.code and codes.source = 'hr'
            and codes.table_name = 'posts'
),

final as (
    select
        post_id,
        organisation_unit_id,
        is_established,
        is_specialist,
        {{ verdict(faults, 'is_deleted') }},
        established_date,
        disestablished_date,
        load_id
    from decoded
)

select * from final
