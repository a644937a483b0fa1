with printed_values as (
    select * from {{ ref('int_printed_values_classed') }}
    where printed_class != 'agrees'
),

protected_measures as (
    select measure_id
    from {{ ref('int_text_masks') }}
),

final as (
    select
        'printed_value_' || printed_values.printed_class as finding_type,
        printed_values.measure_id,
        printed_values.organisation_unit_id,
        printed_values.period_id,
        case
            -- The two figures would tell the exact parts.
            when protected_measures.measure_id is not null
                then
                    'The return states one figure, its parts give another; '
                    || 'both are under small-number protection.'
            else
                'The paper prints ' || {{ plain_decimal('printed_values.value') }}
                || ', its parts give '
                || {{ plain_decimal('printed_values.implied_value') }} || '.'
        end as explanation
    from printed_values
    left join protected_measures
        on printed_values.measure_id = protected_measures.measure_id
)

select * from final
