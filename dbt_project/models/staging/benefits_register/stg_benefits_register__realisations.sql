with benefit_realisations as (
    select * from {{ source('benefits_register', 'benefit_realisations') }}
),

final as (
    select
        realisation_id,
        benefit_id,
        realised_on as realised_on_text,
        realised_gbp as realised_text,
        {{ parse_decimal('realised_gbp') }} as realised_gbp,
        {{ is_swept_away(
            'realisation_id', source('benefits_register', 'benefit_realisations__keys')
        ) }} as is_deleted,
        {{ is_latest_version('realisation_id', 'updated_at') }}
            as is_latest_version,
        {{ parse_date('realised_on') }} as realised_date,
        _load_id as load_id
    from benefit_realisations
)

select * from final
