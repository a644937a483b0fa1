{%- set faults = [
    ('realisation_benefit_unknown', 'known_benefit_id is null',
        'benefit_id', 'null'),
    ('realisation_date_unreadable', 'realised_date is null',
        'realised_on_text', 'null'),
    ('realisation_amount_unreadable', 'realised_gbp is null',
        'realised_text', 'null'),
] -%}

with realisations as (
    select * from {{ ref('stg_benefits_register__realisations') }}
),

benefits as (
    select benefit_id as known_benefit_id
    from {{ ref('stg_benefits_register__benefits') }}
    where is_latest_version
),

placed as (
    select
        realisations.*,
        benefits.known_benefit_id
    from realisations
    left join benefits
        on realisations.benefit_id = benefits.known_benefit_id
),

final as (
    select
        realisation_id as record_id,
        benefit_id,
        {{ verdict(faults, 'is_deleted') }},
        realised_gbp,
        realised_date,
        load_id
    from placed
)

select * from final
