{%- set faults = [
    ('benefit_completed_unreadable',
        "completed_date is null and completed_text != ''", 'completed_text', 'null'),
    ('benefit_projected_unreadable', 'projected_gbp is null',
        'projected_text', 'null'),
    ('benefit_projected_negative', 'projected_gbp < 0', 'projected_text', 'null'),
] -%}

with benefits as (
    select * from {{ ref('stg_benefits_register__benefits') }}
),

final as (
    select
        benefit_id as record_id,
        {{ verdict(faults, 'is_withdrawn or is_deleted') }},
        projected_gbp,
        completed_date,
        load_id
    from benefits
)

select * from final
